"""The pages on which an import asks: what is looked at, shown and answered."""
