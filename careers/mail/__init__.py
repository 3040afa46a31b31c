"""Mail: written by requests as rows, sent by the workers."""
