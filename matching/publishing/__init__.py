"""From a draft to a release: prepare, check, advise, publish."""
