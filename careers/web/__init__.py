"""The basis of all pages: request types, middleware, context processors, system checks."""
