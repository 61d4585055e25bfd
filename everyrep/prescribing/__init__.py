"""Episodes, drafts and the chain of signed program versions."""
