"""What `howcome check` refuses, each with a lesson that fails it."""
