"""What a release prints about its documents: pages, Bates numbers, the places that were blacked out."""
