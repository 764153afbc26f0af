"""What a member takes along, signed where they wish; and the first steps of whoever comes."""
