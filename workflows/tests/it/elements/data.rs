//! Data objects: drawn beside the flow, read as variables of their name.

use crate::script::check;

#[test]
fn a_data_object_is_the_variable_of_its_name_and_needs_nothing_to_be_there() {
    check(
        "start s -> a
         data d name=plan
         user a -> g
         xor g -> big [= plan.pages > 100], e [default]
         user big in:plan='= {pages: 1}' -> e
         end e",
        "
        - complete: a
          with: { plan: { pages: 120 } }
        - expect: { tasks: [big] }
        - complete: big
        - expect: { state: completed, variables: { plan.pages: 120 } }
        ",
    );
    check(
        "start s -> g
         data d name=plan
         xor g -> big [= plan.pages > 100], e [default]
         user big -> e
         end e",
        "- expect: { state: completed }",
    );
}
