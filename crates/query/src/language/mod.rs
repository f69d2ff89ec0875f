//! The text of a query and its tree: reading, printing and editing it, and what helps to type it.

mod completion;
mod edit;
mod highlighting;
mod lexer;
mod parser;
mod printer;
mod quoted_text;
pub(crate) mod tree;

pub use completion::{Completion, Suggestion, complete_query};
pub use edit::{TermCondition, TermView};
pub use highlighting::{HighlightKind, ends_in_value, ends_in_word, highlight_query};
pub use lexer::{Token, TokenKind, tokenize_query};
pub use parser::parse_query;
pub use tree::{Query, TextSpan};
