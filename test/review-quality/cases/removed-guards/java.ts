import { changesOf } from '../../changed-file.ts';

const base = `package com.acme.members;

import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/members")
public class MemberController {
  private final MemberService members;

  public MemberController(MemberService members) {
    this.members = members;
  }

  @GetMapping
  public List<Member> list() {
    return members.all();
  }

  @DeleteMapping("/{id}")
  @PreAuthorize("hasRole('ADMIN')")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  public void remove(@PathVariable long id) {
    members.remove(id);
  }

  @PostMapping
  public Member join(@Valid @RequestBody NewMember given) {
    return members.join(given);
  }
}
`;

export const cases = changesOf(
  {
    family: 'removed-guard',
    language: 'java',
    path: 'src/main/java/com/acme/members/MemberController.java',
    base,
  },
  [
    {
      what: 'pre-authorize',
      replaces: `  @PreAuthorize("hasRole('ADMIN')")\n`,
      faulty: '',
      safe: `  @PreAuthorize("hasAuthority('members:remove')")\n`,
      at: '@PreAuthorize',
      side: 'old',
    },
    {
      what: 'valid-body',
      replaces: '@Valid @RequestBody NewMember given',
      faulty: '@RequestBody NewMember given',
      safe: '@RequestBody @Valid NewMember given',
      at: '@Valid',
      side: 'old',
    },
  ],
);
