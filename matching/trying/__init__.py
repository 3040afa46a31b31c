"""The ranked roles and their receipts without an account."""
