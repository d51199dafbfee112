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

#[test]
fn a_receive_task_a_signal_or_a_condition_may_decide() {
    let process = "start s -> g
         eventgw g -> r, c, w
         receive r message=IN key='= 1' -> a
         catch c signal=GO -> b
         catch w condition='= stock < 5' -> d
         user a -> e
         user b -> e
         user d -> e
         end e";
    check(
        process,
        "
        - message: IN
        - expect: { tasks: [a], waits: [] }",
    );
    check(
        process,
        "
        - signal: GO
        - expect: { tasks: [b], waits: [] }",
    );
    check(
        process,
        "
        - set: { stock: 1 }
        - expect: { tasks: [d], waits: [] }",
    );
}
