"""What a release prints about its documents."""
