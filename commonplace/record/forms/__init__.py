"""What is asked about a record, and about the first steps of whoever comes."""
