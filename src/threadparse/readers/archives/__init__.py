"""Files that hold files: ZIP, tar and 7z archives, and compressed files."""
