"""The ground of both apps' APIs: parsers, bodies, errors, pages, schema."""
