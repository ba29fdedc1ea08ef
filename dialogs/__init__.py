"""What a user sees outside Processing's own dialogs."""
