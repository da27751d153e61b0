//! The page that calls real servers.

fn main() {
    wirelens::ui::start_live();
}
