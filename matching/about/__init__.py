"""The pages about Rolewise: the landing page, the method, and how often the right role comes first."""
