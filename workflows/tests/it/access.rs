//! Whose decision it is: acting officials, four eyes, one vote, borrowed work, and what nobody may see.

mod laws;

use proptest::prelude::*;
use uuid::Uuid;
use workflows::access::{
    Action, Actor, Capacity, Decision, Grant, Held, Mandate, Mode, Principal, PrincipalError,
    Reason, Role, Scope, Subject, Via, matrix, permit, regency_path, scope,
};
use workflows::id::{DelegationId, PersonId, PositionId};

fn person(n: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(n))
}

/// A position `64.02/diskominfo/head` in `64.02/diskominfo`, with roles `ROLE@organisation`.
fn held(code: &str, mode: Mode, roles: &[&str]) -> Held {
    let (organisation, _) = code.rsplit_once('/').unwrap();
    let grant = |text: &&str| {
        let (role, organisation) = text.split_once('@').unwrap();
        Grant {
            role: role.parse().unwrap(),
            organisation: organisation.into(),
            path: path(organisation),
        }
    };
    Held {
        position: PositionId::derived(Uuid::nil(), code.bytes().map(u64::from).sum(), 0),
        code: code.into(),
        title: code.into(),
        organisation: organisation.into(),
        org_path: path(organisation),
        mode,
        roles: roles.iter().map(grant).collect(),
        decree: None,
        via: Via::Own,
    }
}

fn borrowed(from: u128, held: Held) -> Held {
    let delegation = DelegationId::from_uuid(Uuid::from_u128(900));
    Held {
        via: Via::Delegation {
            from: person(from),
            delegation,
        },
        ..held
    }
}

/// Path of an organisation code: `64.02/dinkes` is `/id/64/64.02/dinkes/`.
fn path(code: &str) -> String {
    let (region, body) = code.split_once('/').unwrap_or((code, ""));
    let mut path = "/id/".to_owned();
    if region.starts_with(|c: char| c.is_ascii_digit()) {
        let ends = region
            .match_indices('.')
            .map(|(i, _)| i)
            .chain([region.len()]);
        ends.for_each(|end| path += &format!("{}/", &region[..end]));
    } else if region != "id" {
        path += &format!("{region}/");
    }
    if body.is_empty() {
        path
    } else {
        format!("{path}{body}/")
    }
}

fn actor(n: u128, positions: impl IntoIterator<Item = Held>) -> Actor {
    Actor::person(person(n), None, positions.into_iter().collect())
}

fn head(mode: Mode) -> Actor {
    actor(1, [held("64.02/bupati", mode, &["REGENCY_HEAD@64.02"])])
}

fn opd_head(n: u128, mode: Mode) -> Actor {
    actor(
        n,
        [held("64.02/dinkes/head", mode, &["OPD_HEAD@64.02/dinkes"])],
    )
}

fn for_regency(candidates: &[&str]) -> Subject {
    Subject::of("/id/64/64.02/").addressed_to(candidates.iter().copied())
}

#[test]
fn acting_officials_do_the_routine_and_leave_the_strategic() {
    let decree = Subject {
        strategic: true,
        ..for_regency(&["64.02/bupati"])
    };
    let memo = for_regency(&["64.02/bupati"]);
    let opd_memo = for_regency(&["64.02/dinkes/head"]);
    let opd_budget = Subject {
        strategic: true,
        ..opd_memo.clone()
    };
    let two_posts = |first, second| {
        actor(
            5,
            [
                held("64.02/dinkes/head", first, &["OPD_HEAD@64.02/dinkes"]),
                held("64.02/dinsos/head", second, &["OPD_HEAD@64.02/dinsos"]),
            ],
        )
    };
    let all_opds = Subject {
        strategic: true,
        ..for_regency(&["OPD_HEAD@64.02"])
    };
    let delegate = actor(
        7,
        [borrowed(
            1,
            held("64.02/bupati", Mode::Definitive, &["REGENCY_HEAD@64.02"]),
        )],
    );
    let elected = Subject {
        strategic: true,
        ..for_regency(&[&format!("person:{}", person(1))])
    };
    use Action::{BallotCast, TaskClaim, TaskComplete, TaskReturn};
    use Mode::{Definitive, Pj, Plh, Plt};
    let situations: Vec<(&str, Actor, Action, &Subject, Option<Reason>)> = vec![
        (
            "the head signs the decree",
            head(Definitive),
            TaskComplete,
            &decree,
            None,
        ),
        (
            "the caretaker signs the decree",
            head(Pj),
            TaskComplete,
            &decree,
            None,
        ),
        (
            "the Plt. does not sign the decree",
            head(Plt),
            TaskComplete,
            &decree,
            Some(Reason::MandateOnly),
        ),
        (
            "the Plh. does not sign the decree",
            head(Plh),
            TaskComplete,
            &decree,
            Some(Reason::MandateOnly),
        ),
        (
            "the Plt. cannot even take it",
            head(Plt),
            TaskClaim,
            &decree,
            Some(Reason::MandateOnly),
        ),
        (
            "the Plt. cannot return it",
            head(Plt),
            TaskReturn,
            &decree,
            Some(Reason::MandateOnly),
        ),
        (
            "the Plt. signs a memo",
            head(Plt),
            TaskComplete,
            &memo,
            None,
        ),
        (
            "the Plh. signs a memo",
            head(Plh),
            TaskComplete,
            &memo,
            None,
        ),
        (
            "a Plt. agency head answers",
            opd_head(2, Plt),
            TaskComplete,
            &opd_memo,
            None,
        ),
        (
            "a Plt. agency head commits no budget",
            opd_head(2, Plt),
            TaskComplete,
            &opd_budget,
            Some(Reason::MandateOnly),
        ),
        (
            "Plt. of two posts is no definitive official",
            two_posts(Plt, Plh),
            TaskComplete,
            &all_opds,
            Some(Reason::MandateOnly),
        ),
        (
            "definitive in one of two posts acts in that one",
            two_posts(Plt, Definitive),
            TaskComplete,
            &all_opds,
            None,
        ),
        (
            "a delegate signs a memo for the head",
            delegate.clone(),
            TaskComplete,
            &memo,
            None,
        ),
        (
            "a delegate does not sign the decree",
            delegate,
            TaskComplete,
            &decree,
            Some(Reason::BorrowedAuthority),
        ),
        (
            "a definitive elector votes on strategy",
            head(Definitive),
            BallotCast,
            &elected,
            None,
        ),
        (
            "a Plt. elector does not vote on strategy",
            head(Plt),
            BallotCast,
            &elected,
            Some(Reason::MandateOnly),
        ),
    ];
    for (what, actor, action, subject, reason) in situations {
        assert_eq!(permit(&actor, action, subject).reason(), reason, "{what}");
    }
}

#[test]
fn an_answer_names_the_rule_the_position_the_mode_and_the_capacity() {
    let task = for_regency(&["OPD_HEAD@64.02/dinkes"]);
    let own = opd_head(2, Mode::Plt);
    assert_eq!(
        permit(&own, Action::TaskComplete, &task),
        Decision::Allow {
            rule: "candidate:OPD_HEAD@64.02/dinkes".into(),
            position: Some(own.positions[0].position),
            mode: Some(Mode::Plt),
            capacity: Capacity::Own,
        }
    );
    let lent = actor(3, [borrowed(2, own.positions[0].clone())]);
    let Decision::Allow { capacity, .. } = permit(&lent, Action::TaskComplete, &task) else {
        panic!()
    };
    assert_eq!(capacity, Capacity::Borrowed);
    let auditor = actor(
        4,
        [held(
            "64.02/inspektorat/auditor",
            Mode::Definitive,
            &["AUDITOR@64.02"],
        )],
    );
    let Decision::Allow { rule, .. } = permit(&auditor, Action::EvidenceRead, &task) else {
        panic!()
    };
    assert_eq!(rule, "role:AUDITOR@64.02");
    let Decision::Allow { rule, capacity, .. } =
        permit(&Actor::system(), Action::InstanceStart, &task)
    else {
        panic!()
    };
    assert_eq!((rule.as_str(), capacity), ("system", Capacity::System));
}

#[test]
fn nobody_checks_their_own_work_in_whatever_position() {
    let task = Subject {
        separate_from: vec![person(2)],
        ..for_regency(&["OPD_HEAD@64.02", "64.02/sekda"])
    };
    let refused = |actor: &Actor| permit(actor, Action::TaskComplete, &task).reason();
    assert_eq!(
        refused(&opd_head(2, Mode::Definitive)),
        Some(Reason::FourEyes)
    );
    // The same person in another position is the same person.
    let promoted = actor(
        2,
        [held("64.02/sekda", Mode::Plh, &["REGENCY_SECRETARY@64.02"])],
    );
    assert_eq!(refused(&promoted), Some(Reason::FourEyes));
    // Another person in the name of the one who did the step before is no second pair of eyes.
    let deputy = actor(
        3,
        [borrowed(
            2,
            held(
                "64.02/dinkes/head",
                Mode::Definitive,
                &["OPD_HEAD@64.02/dinkes"],
            ),
        )],
    );
    assert_eq!(refused(&deputy), Some(Reason::FourEyes));
    assert_eq!(refused(&opd_head(4, Mode::Definitive)), None);
    // Handing the task on to somebody else is what one should do then.
    assert_eq!(
        permit(&opd_head(2, Mode::Definitive), Action::TaskAssign, &task).reason(),
        None
    );
}

#[test]
fn nobody_reviews_their_own_organisation_or_with_a_conflict() {
    let lead = actor(
        1,
        [
            held(
                "64.02/tim-pelaksana/lead",
                Mode::Definitive,
                &["EXEC_TEAM_LEAD@64.02"],
            ),
            held(
                "64.02/dinkes/secretary",
                Mode::Definitive,
                &["OPD_SECRETARY@64.02/dinkes"],
            ),
        ],
    );
    let verify = |reviewed: &str| Subject {
        reviewed: vec![path(reviewed)],
        ..for_regency(&["EXEC_TEAM_LEAD@64.02"])
    };
    assert_eq!(
        permit(&lead, Action::TaskComplete, &verify("64.02/dinkes")).reason(),
        Some(Reason::OwnWork)
    );
    assert_eq!(
        permit(&lead, Action::TaskComplete, &verify("64.02/dinsos")).reason(),
        None
    );

    let reviewer = actor(
        2,
        [held("asesor/07", Mode::Definitive, &["REVIEWER@asesor"])],
    );
    let sheet = Subject {
        reviewed: vec![path("64.02")],
        ..Subject::of(path("64.02")).addressed_to(["asesor/07"])
    };
    assert_eq!(
        permit(&reviewer, Action::TaskComplete, &sheet).reason(),
        None
    );
    let declared = Subject {
        conflicts: vec![person(2)],
        ..sheet.clone()
    };
    assert_eq!(
        permit(&reviewer, Action::TaskComplete, &declared).reason(),
        Some(Reason::Conflict)
    );
    let official = actor(
        3,
        [
            held("asesor/07", Mode::Definitive, &["REVIEWER@asesor"]),
            held(
                "64.02/bappeda/head",
                Mode::Definitive,
                &["OPD_HEAD@64.02/bappeda"],
            ),
        ],
    );
    assert_eq!(
        permit(&official, Action::TaskComplete, &sheet).reason(),
        Some(Reason::OwnWork)
    );
}

#[test]
fn one_person_has_one_vote_and_lends_it_to_nobody() {
    let seats = ["COUNCIL_MEMBER@64.02", "64.02/dinkes/head"];
    let member = |n| {
        actor(
            n,
            [
                held(
                    "64.02/dinkes/head",
                    Mode::Definitive,
                    &["OPD_HEAD@64.02/dinkes", "COUNCIL_MEMBER@64.02"],
                ),
                held(
                    "64.02/dinsos/head",
                    Mode::Plt,
                    &["OPD_HEAD@64.02/dinsos", "COUNCIL_MEMBER@64.02"],
                ),
            ],
        )
    };
    let vote = for_regency(&seats);
    assert_eq!(permit(&member(1), Action::BallotCast, &vote).reason(), None);
    let voted = Subject {
        voted: vec![person(1)],
        ..vote.clone()
    };
    assert_eq!(
        permit(&member(1), Action::BallotCast, &voted).reason(),
        Some(Reason::AlreadyVoted)
    );
    assert_eq!(
        permit(&member(2), Action::BallotCast, &voted).reason(),
        None
    );
    let proxy = actor(
        3,
        [borrowed(
            2,
            held(
                "64.02/dinkes/head",
                Mode::Definitive,
                &["COUNCIL_MEMBER@64.02"],
            ),
        )],
    );
    assert_eq!(
        permit(&proxy, Action::BallotCast, &vote).reason(),
        Some(Reason::NoProxy)
    );
    // An elector is addressed by person: a delegate of theirs does not even see the ballot of the roll call.
    let roll_call = Subject::of("/id/64/64.02/").addressed_to([format!("person:{}", person(2))]);
    let stranger = actor(
        4,
        [borrowed(
            2,
            held(
                "33.28/dinkes/head",
                Mode::Definitive,
                &["OPD_HEAD@33.28/dinkes"],
            ),
        )],
    );
    assert_eq!(
        permit(&stranger, Action::BallotCast, &roll_call).reason(),
        Some(Reason::Hidden)
    );
    assert_eq!(
        permit(&member(2), Action::BallotCast, &roll_call).reason(),
        None
    );
}

#[test]
fn a_claimed_task_belongs_to_its_claimer_and_to_whoever_stands_in_for_them() {
    let task = Subject {
        claimed_by: Some(person(2)),
        ..for_regency(&["OPD_HEAD@64.02/dinkes", "64.02/sekda"])
    };
    let sekda = actor(
        9,
        [held(
            "64.02/sekda",
            Mode::Definitive,
            &["REGENCY_SECRETARY@64.02"],
        )],
    );
    assert_eq!(
        permit(&opd_head(2, Mode::Definitive), Action::TaskComplete, &task).reason(),
        None
    );
    assert_eq!(
        permit(&sekda, Action::TaskComplete, &task).reason(),
        Some(Reason::ClaimedByOther)
    );
    assert_eq!(
        permit(&sekda, Action::TaskRelease, &task).reason(),
        Some(Reason::ClaimedByOther)
    );
    assert_eq!(permit(&sekda, Action::TaskAssign, &task).reason(), None);
    let head = held(
        "64.02/dinkes/head",
        Mode::Definitive,
        &["OPD_HEAD@64.02/dinkes"],
    );
    let stand_in = actor(3, [borrowed(2, head.clone())]);
    assert_eq!(
        permit(&stand_in, Action::TaskComplete, &task).reason(),
        None
    );
    let of_another = actor(3, [borrowed(8, head)]);
    assert_eq!(
        permit(&of_another, Action::TaskComplete, &task).reason(),
        Some(Reason::ClaimedByOther)
    );
    let unclaimed = Subject {
        claimed_by: None,
        ..task.clone()
    };
    assert_eq!(
        permit(&sekda, Action::TaskRelease, &unclaimed).reason(),
        Some(Reason::NotClaimed)
    );
    let done = Subject {
        open: false,
        ..task
    };
    assert_eq!(
        permit(&opd_head(2, Mode::Definitive), Action::TaskComplete, &done).reason(),
        Some(Reason::Closed)
    );
}

#[test]
fn an_assignee_shuts_out_the_other_candidates_but_not_their_eyes() {
    let task = Subject {
        assignee: Some("64.02/sekda".into()),
        ..for_regency(&["OPD_HEAD@64.02"])
    };
    assert_eq!(
        permit(&opd_head(2, Mode::Definitive), Action::TaskComplete, &task).reason(),
        Some(Reason::NotCandidate)
    );
    assert_eq!(
        permit(&opd_head(2, Mode::Definitive), Action::TaskRead, &task).reason(),
        None
    );
    let sekda = actor(9, [held("64.02/sekda", Mode::Plt, &[])]);
    assert_eq!(permit(&sekda, Action::TaskComplete, &task).reason(), None);
}

#[test]
fn an_auditor_and_an_administrator_act_in_no_business_task() {
    let auditor = actor(
        1,
        [held(
            "64.02/inspektorat/auditor",
            Mode::Definitive,
            &["AUDITOR@64.02"],
        )],
    );
    let admin = actor(
        2,
        [held("komdigi/sysadmin", Mode::Definitive, &["SYSADMIN@id"])],
    );
    let subjects = [
        for_regency(&[
            "64.02/inspektorat/auditor",
            "komdigi/sysadmin",
            "AUDITOR@64.02",
            "SYSADMIN@id",
        ]),
        for_regency(&[]),
    ];
    for subject in &subjects {
        for &action in Action::ALL {
            let allowed = permit(&auditor, action, subject).is_allowed();
            assert_eq!(allowed, action.is_read(), "auditor {action}");
            if action.is_business() {
                assert!(
                    !permit(&admin, action, subject).is_allowed(),
                    "administrator {action}"
                );
            }
        }
    }
    assert_eq!(
        permit(&auditor, Action::TaskComplete, &subjects[0]).reason(),
        Some(Reason::AuditorReadsOnly)
    );
    assert_eq!(
        permit(&admin, Action::TaskComplete, &subjects[0]).reason(),
        Some(Reason::AdminNoBusiness)
    );
    assert!(
        permit(
            &admin,
            Action::DefinitionDeploy,
            &Subject::of("/id/64/64.02/")
        )
        .is_allowed()
    );
    assert!(!permit(&admin, Action::EvidenceRead, &Subject::of("/id/64/64.02/")).is_allowed());
}

#[test]
fn what_is_hidden_is_refused_as_if_it_were_absent() {
    let elsewhere = Subject::of("/id/33/33.28/").addressed_to(["33.28/bupati"]);
    for action in [
        Action::TaskRead,
        Action::TaskClaim,
        Action::TaskComplete,
        Action::BallotCast,
        Action::InstanceCancel,
    ] {
        assert_eq!(
            permit(&head(Mode::Definitive), action, &elsewhere).reason(),
            Some(Reason::Hidden),
            "{action}"
        );
    }
    let nobody = Actor {
        person: None,
        account: None,
        positions: vec![],
        system: false,
    };
    assert_eq!(
        permit(&nobody, Action::TaskRead, &elsewhere).reason(),
        Some(Reason::Hidden)
    );
    // Visible but not addressed is another matter, and says so.
    let sekda = actor(
        9,
        [held(
            "64.02/sekda",
            Mode::Definitive,
            &["REGENCY_SECRETARY@64.02"],
        )],
    );
    assert_eq!(
        permit(
            &sekda,
            Action::TaskComplete,
            &for_regency(&["64.02/bupati"])
        )
        .reason(),
        Some(Reason::NotCandidate)
    );
}

#[test]
fn a_prefix_ends_at_a_boundary() {
    let scope = scope(&opd_head(1, Mode::Definitive), Action::TaskRead);
    assert!(scope.sees(&Subject::of("/id/64/64.02/dinkes/puskesmas/")));
    for other in [
        "/id/64/64.02/dinkes2/",
        "/id/64/64.02/",
        "/id/64/64.02/dinsos/",
        "/id/64/64.021/dinkes/",
    ] {
        assert!(!scope.sees(&Subject::of(other)), "{other}");
    }
}

#[test]
fn a_scope_is_a_small_plain_value() {
    let member = actor(
        1,
        [
            held(
                "64.02/dinkes/head",
                Mode::Definitive,
                &["OPD_HEAD@64.02/dinkes", "COUNCIL_MEMBER@64.02"],
            ),
            held("64.02/sekda", Mode::Plt, &["REGENCY_SECRETARY@64.02"]),
        ],
    );
    let tasks = scope(&member, Action::TaskRead);
    assert_eq!(
        tasks.org_prefixes,
        ["/id/64/64.02/"],
        "the wider prefix swallows the narrower"
    );
    assert_eq!(tasks.person, Some(person(1)));
    assert!(
        tasks
            .principals
            .contains(&"COUNCIL_MEMBER@64.02".to_owned())
    );
    assert!(tasks.principals.contains(&"OPD_HEAD@64.02".to_owned()));
    assert!(tasks.principals.contains(&format!("person:{}", person(1))));
    assert_eq!(scope(&member, Action::AuditRead), Scope::default());
    assert_eq!(
        scope(&member, Action::PersonRead).org_prefixes,
        ["/id/64/64.02/"]
    );
    assert!(scope(&member, Action::OrganisationRead).everything);
    assert!(scope(&Actor::system(), Action::AuditRead).everything);
    // A council member sees the case and its papers, not other people's tasks.
    let guest = actor(
        2,
        [held(
            "64.02/dewan/akademisi",
            Mode::Definitive,
            &["COUNCIL_MEMBER@64.02"],
        )],
    );
    assert_eq!(
        scope(&guest, Action::DocumentRead).org_prefixes,
        ["/id/64/64.02/"]
    );
    assert!(scope(&guest, Action::TaskRead).org_prefixes.is_empty());
}

#[test]
fn a_role_answers_for_its_body_and_for_the_regency_around_it() {
    let keys =
        |code: &str, role: &str| actor(1, [held(code, Mode::Definitive, &[role])]).principals();
    let has = |code: &str, role: &str, key: &str| keys(code, role).contains(&key.to_owned());
    assert!(has(
        "64.02/dinkes/head",
        "OPD_HEAD@64.02/dinkes",
        "64.02/dinkes/head"
    ));
    assert!(has(
        "64.02/dinkes/head",
        "OPD_HEAD@64.02/dinkes",
        "OPD_HEAD@64.02/dinkes"
    ));
    assert!(has(
        "64.02/dinkes/head",
        "OPD_HEAD@64.02/dinkes",
        "OPD_HEAD@64.02"
    ));
    assert!(!has(
        "64.02/dinkes/head",
        "OPD_HEAD@64.02/dinkes",
        "OPD_HEAD@64"
    ));
    assert!(has("64/dinkes/head", "OPD_HEAD@64/dinkes", "OPD_HEAD@64"));
    assert!(has(
        "64.02.11/camat",
        "DISTRICT_HEAD@64.02.11",
        "DISTRICT_HEAD@64.02"
    ));
    assert!(has(
        "64.02.11.2007/kades",
        "VILLAGE_HEAD@64.02.11.2007",
        "VILLAGE_HEAD@64.02"
    ));
    assert!(has(
        "komdigi/sekretariat/officer",
        "PROGRAMME_OFFICER@id",
        "PROGRAMME_OFFICER@id"
    ));
    assert!(!has(
        "64.02/bupati",
        "REGENCY_HEAD@64.02",
        "REGENCY_HEAD@64"
    ));
}

#[test]
fn principals_are_read_in_the_spelling_of_definitions() {
    let id = person(77);
    for (text, principal, key) in [
        (
            "64.02/diskominfo/head",
            Principal::Position("64.02/diskominfo/head".into()),
            "64.02/diskominfo/head".to_owned(),
        ),
        (
            "OPD_HEAD@64.02/diskominfo",
            Principal::RoleAt(Role::OpdHead, "64.02/diskominfo".into()),
            "OPD_HEAD@64.02/diskominfo".into(),
        ),
        (
            " COUNCIL_MEMBER@64.02 ",
            Principal::RoleAt(Role::CouncilMember, "64.02".into()),
            "COUNCIL_MEMBER@64.02".into(),
        ),
        (
            "role:COUNCIL_MEMBER",
            Principal::RoleHere(Role::CouncilMember),
            "COUNCIL_MEMBER@33.28".into(),
        ),
        (
            &format!("person:{id}"),
            Principal::Person(id),
            format!("person:{id}"),
        ),
        (
            "64.02/dewan-smart-city#07",
            Principal::Position("64.02/dewan-smart-city#07".into()),
            "64.02/dewan-smart-city#07".into(),
        ),
    ] {
        let read = Principal::parse(text).unwrap();
        assert_eq!(read, principal);
        assert_eq!(read.key("33.28"), key);
    }
    let long = "a".repeat(201);
    for (text, error) in [
        ("", PrincipalError::Empty),
        ("  ", PrincipalError::Empty),
        ("KING@64.02", PrincipalError::UnknownRole),
        ("role:KING", PrincipalError::UnknownRole),
        ("OPD_HEAD@", PrincipalError::BadCode),
        ("OPD_HEAD@64.02 OR 1=1", PrincipalError::BadCode),
        ("kepala dinas", PrincipalError::BadCode),
        ("person:somebody", PrincipalError::BadId),
        ("pos_1", PrincipalError::BadId),
        (&long, PrincipalError::TooLong),
    ] {
        assert_eq!(Principal::parse(text), Err(error), "{text}");
    }
}

#[test]
fn a_definition_may_say_who_starts_it() {
    let lead = actor(
        1,
        [held(
            "64.02/tim-pelaksana/lead",
            Mode::Definitive,
            &["EXEC_TEAM_LEAD@64.02"],
        )],
    );
    assert!(permit(&lead, Action::InstanceStart, &for_regency(&[])).is_allowed());
    assert!(
        permit(
            &lead,
            Action::InstanceStart,
            &for_regency(&["EXEC_TEAM_LEAD@64.02"])
        )
        .is_allowed()
    );
    assert_eq!(
        permit(&lead, Action::InstanceStart, &for_regency(&["64.02/sekda"])).reason(),
        Some(Reason::NotAllowed)
    );
    assert_eq!(
        permit(&lead, Action::InstanceStart, &Subject::of("/id/33/33.28/")).reason(),
        Some(Reason::NotAllowed)
    );
    assert_eq!(
        permit(
            &opd_head(2, Mode::Definitive),
            Action::InstanceStart,
            &for_regency(&[])
        )
        .reason(),
        Some(Reason::NotAllowed)
    );
}

#[test]
fn the_regency_around_a_path_is_found() {
    for (path, regency) in [
        ("/id/64/64.02/diskominfo/", "/id/64/64.02/"),
        ("/id/64/64.02/64.02.11/64.02.11.2007/", "/id/64/64.02/"),
        ("/id/64/64.02/", "/id/64/64.02/"),
        ("/id/64/dinkes/", "/id/64/"),
        ("/id/komdigi/ditjen/", "/id/komdigi/ditjen/"),
        ("/id/", "/id/"),
    ] {
        assert_eq!(regency_path(path), regency);
    }
}

#[test]
fn every_reason_has_a_code_and_two_sentences_of_its_own() {
    let codes: std::collections::BTreeSet<_> = Reason::ALL.iter().map(|r| r.code()).collect();
    assert_eq!(codes.len(), Reason::ALL.len());
    for reason in Reason::ALL {
        assert!(reason.sentence_id().ends_with('.') && reason.sentence_en().ends_with('.'));
        assert_ne!(reason.sentence_id(), reason.sentence_en());
        assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
    }
    for role in Role::ALL {
        assert_eq!(role.code().parse(), Ok(*role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.code());
    }
    for action in Action::ALL {
        assert_eq!(serde_json::to_value(action).unwrap(), action.code());
    }
    for mode in Mode::ALL {
        assert_eq!(mode.code().parse(), Ok(mode));
    }
}

/// `MUFAKAT_PRINT=1 cargo test -p workflows matrix` prints it anew; read the difference before committing it.
#[test]
#[allow(clippy::disallowed_methods)]
fn the_access_matrix_is_fresh() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/access-matrix.txt");
    let now = matrix::print();
    if std::env::var("MUFAKAT_PRINT").is_ok() {
        std::fs::write(file, &now).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    let difference = now.lines().zip(kept.lines()).find(|(new, old)| new != old);
    assert!(
        now == kept,
        "the policy changed, first here (now, kept): {difference:?}; print it anew with MUFAKAT_PRINT=1"
    );
    assert_eq!(
        matrix::cells().len(),
        Role::ALL.len() * Action::ALL.len() * 5
    );
}

const CODES: &[&str] = &[
    "id",
    "64",
    "64.02",
    "64.02/dinkes",
    "64.02/dinsos",
    "64.02.11",
    "33.28",
    "33.28/dinkes",
    "komdigi",
];

fn some_held() -> impl Strategy<Value = Held> {
    let codes = || prop::sample::select(CODES);
    let grant = (prop::sample::select(Role::ALL), codes());
    (
        codes(),
        prop::sample::select(&Mode::ALL[..]),
        prop::collection::vec(grant, 0..3),
        prop::option::of(0_u128..4),
    )
        .prop_map(|(code, mode, grants, lender)| {
            let mut held = held(&format!("{code}/post"), mode, &[]);
            held.roles = grants
                .into_iter()
                .map(|(role, code)| Grant {
                    role,
                    organisation: code.into(),
                    path: path(code),
                })
                .collect();
            match lender {
                Some(lender) => borrowed(lender, held),
                None => held,
            }
        })
}

fn some_subject() -> impl Strategy<Value = Subject> {
    let people = || prop::collection::vec((0_u128..4).prop_map(person), 0..3);
    let address = prop_oneof![
        (prop::sample::select(Role::ALL), prop::sample::select(CODES))
            .prop_map(|(role, code)| format!("{role}@{code}")),
        prop::sample::select(CODES).prop_map(|code| format!("{code}/post")),
        (0_u128..4).prop_map(|n| format!("person:{}", person(n))),
    ];
    (
        prop::sample::select(CODES),
        prop::collection::vec(address.clone(), 0..4),
        prop::option::of(address),
        prop::option::of((0_u128..4).prop_map(person)),
        (people(), people(), people(), people()),
        prop::collection::vec(prop::sample::select(CODES).prop_map(path), 0..2),
        any::<(bool, bool)>(),
    )
        .prop_map(
            |(
                code,
                candidates,
                assignee,
                claimed_by,
                (persons, separate_from, conflicts, voted),
                reviewed,
                (open, strategic),
            )| Subject {
                org_path: path(code),
                candidates,
                assignee,
                claimed_by,
                persons,
                open,
                strategic,
                // As the server sets it, and as an older record without it.
                mandate: (!strategic || open).then_some(match strategic {
                    true => Mandate::STRATEGIC,
                    false => Mandate::ROUTINE,
                }),
                separate_from,
                reviewed,
                conflicts,
                voted,
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn reading_is_allowed_exactly_where_the_scope_sees(n in 0_u128..4, positions in prop::collection::vec(some_held(), 0..4), subject in some_subject()) {
        let actor = actor(n, positions);
        for &action in Action::ALL {
            let sees = scope(&actor, action).sees(&subject);
            let decision = permit(&actor, action, &subject);
            if action.is_read() {
                prop_assert_eq!(decision.is_allowed(), sees, "{}", action);
            }
            prop_assert_eq!(decision.reason() == Some(Reason::Hidden), !sees, "{}", action);
        }
    }

    #[test]
    fn no_allowance_breaks_a_rule_that_holds_everywhere(n in 0_u128..4, positions in prop::collection::vec(some_held(), 0..4), subject in some_subject()) {
        let actor = actor(n, positions);
        for &action in Action::ALL {
            let Decision::Allow { position, mode, capacity, .. } = permit(&actor, action, &subject) else { continue };
            let through: Vec<_> = actor.positions.iter().filter(|held| Some(held.position) == position && Some(held.mode) == mode).collect();
            prop_assert_eq!(through.is_empty(), position.is_none());
            if action.is_business() {
                prop_assert!(through.is_empty() || through.iter().any(|held| !held.has_role(Role::Auditor) && !held.has_role(Role::Sysadmin)));
            }
            let judges = matches!(action, Action::TaskClaim | Action::TaskComplete | Action::TaskReturn | Action::BallotCast);
            if judges {
                prop_assert!(subject.open);
                prop_assert!(!subject.separate_from.contains(&person(n)));
                prop_assert!(!subject.conflicts.contains(&person(n)));
                if subject.strategic {
                    prop_assert!(mode.is_none_or(Mode::is_definitive));
                    prop_assert_eq!(capacity, Capacity::Own);
                }
            }
            if action == Action::BallotCast {
                prop_assert!(!subject.voted.contains(&person(n)));
                prop_assert_eq!(capacity, Capacity::Own);
            }
        }
    }

    #[test]
    fn losing_positions_never_reveals_anything(n in 0_u128..4, positions in prop::collection::vec(some_held(), 1..4), subject in some_subject()) {
        let fewer = actor(n, positions[1..].to_vec());
        let more = actor(n, positions);
        for &action in Action::ALL {
            prop_assert!(!scope(&fewer, action).sees(&subject) || scope(&more, action).sees(&subject));
        }
    }
}
