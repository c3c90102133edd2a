"""COINr's format: any framework comes in as iData and iMeta, and ours goes out the same way."""
