"""Who may know: people ranked for a question by what they did before it, and spread so that nobody is always asked."""
