"""Who did and who saw what, hash-chained per clinic and append-only."""
