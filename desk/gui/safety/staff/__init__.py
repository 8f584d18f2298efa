"""Who has an account, and what each of them may do."""
