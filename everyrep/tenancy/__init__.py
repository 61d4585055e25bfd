"""The wall between clinics: viewers, scoped querysets that fail closed, keys that carry the clinic."""
