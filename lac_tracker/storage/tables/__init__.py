"""The tables, one module per subject family. Each imports those it refers to; `every` knows them all."""
