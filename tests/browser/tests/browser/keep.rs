//! x
wirelens_browser_tests::tests![];
