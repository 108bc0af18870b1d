"""Requests on sockets in, pages as bytes out: one module a protocol (`gopher`, `gemini`, `web`)."""
