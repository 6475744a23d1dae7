"""The command line: arguments, exit codes, tables and JSON."""
