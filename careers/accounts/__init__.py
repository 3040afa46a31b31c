"""People who sign in: users, sessions and tokens, with their forms, pages and mails."""
