"""Who works here: accounts, invitations, roles, and what each role may do."""
