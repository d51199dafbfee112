//! Event-based gateway (BPMN 13.4.4).

use crate::script::check;

const ANSWER_OR_DEADLINE: &str = "start s -> g
    eventgw g -> answer, deadline
    catch answer message=ANSWER key='= \"k\"' -> a
    catch deadline timer=P5D -> b
    user a -> e
    user b -> e
    end e";

#[test]
fn the_first_event_decides_and_the_others_are_forgotten() {
    check(
        ANSWER_OR_DEADLINE,
        "
        - expect:
            tasks: []
            waits:
              - { element: answer, kind: message, name: ANSWER, key: k }
              - { element: deadline, kind: timer, due: 2026-07-11 }
        - message: ANSWER
          key: k
          with: { said: yes }
        - expect: { tasks: [a], waits: [], variables: { said: yes } }
        ",
    );
    check(
        ANSWER_OR_DEADLINE,
        "
        - advance: 6 days
        - expect: { tasks: [b], waits: [] }
        ",
    );
}
