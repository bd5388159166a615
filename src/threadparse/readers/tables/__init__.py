"""Tables with a mail in each row: CSV, JSON, JSON Lines, Excel, Parquet."""
