"""Script conversion: Simplified, Traditional of Taiwan, Traditional of Hong Kong, and the quotes of each."""
