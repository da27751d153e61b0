//! The page.

fn main() {
    wirelens::ui::start();
}
