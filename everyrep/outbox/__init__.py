"""Work to do later, leased and retried; whoever needs it writes it in its own transaction (ADR 0020)."""
