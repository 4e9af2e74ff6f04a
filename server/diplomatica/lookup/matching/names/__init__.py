"""What a written name says by itself, whatever dataset it is sought in."""
