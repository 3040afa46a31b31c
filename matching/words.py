"""The words and numbers of what follows, as pages and API say them."""

BAND_LABELS = {"explore": "to explore", "stretch": "a stretch", "nearly-there": "nearly there", "ready": "ready"}
USUAL_PACE = 800  # hundredths of an hour a week
