"""A Gemini server in, findings out."""
