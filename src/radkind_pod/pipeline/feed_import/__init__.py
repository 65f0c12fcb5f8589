"""Moving a show in: from an old feed to a project."""
