"""The pages and the API of roles and skills, and the search over both."""
