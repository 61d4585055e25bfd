"""Writes about episodes, drafts and signed versions, one module per noun."""
