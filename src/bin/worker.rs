//! The worker.

fn main() {
    wirelens::ui::run_worker();
}
