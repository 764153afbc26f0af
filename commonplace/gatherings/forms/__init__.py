"""What people may say of a gathering; checked here, changed by actions."""
