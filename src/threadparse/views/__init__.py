"""Documents for people and tools: the timeline, JSON, the schema."""
