using Spindle.Plans.Logical;

namespace Spindle.Optimizer.Tests.Reference;

/// <summary>Every kind of join, by trying every pair.</summary>
internal static class RowJoin
{
    /// <param name="right">The right rows for a left row: all the same but for LATERAL.</param>
    /// <param name="match">The condition's value of a pair: true, false or null.</param>
    public static List<object?[]> Of(JoinKind kind, bool nullAware, List<object?[]> left, Func<object?[], List<object?[]>> right, int rightWidth, int leftWidth,
        Func<object?[], object?[], object?> match)
    {
        var rows = new List<object?[]>();
        var all = left.Count > 0 && kind is not (JoinKind.Right or JoinKind.Full or JoinKind.RightSemi or JoinKind.RightAnti) ? [] : right([]);
        var matchedRight = new HashSet<object?[]>(ReferenceEqualityComparer.Instance);
        foreach (var l in left)
        {
            var candidates = kind is JoinKind.Right or JoinKind.Full or JoinKind.RightSemi or JoinKind.RightAnti ? all : right(l);
            var verdicts = candidates.Select(r => (Row: r, Match: match(l, r))).ToList();
            var matches = verdicts.Where(v => v.Match is true).Select(v => v.Row).ToList();
            matchedRight.UnionWith(matches);
            var verdict = RowExpressions.In(verdicts.Select(v => v.Match));
            switch (kind)
            {
                case JoinKind.LeftSemi when matches.Count > 0:
                case JoinKind.LeftAnti when nullAware ? verdict is false : matches.Count == 0:
                    rows.Add(l);
                    break;
                case JoinKind.Mark:
                    rows.Add([.. l, nullAware ? verdict : verdict is true]);
                    break;
                case JoinKind.Single when matches.Count > 1:
                    throw new InvalidOperationException("SCALAR_SUBQUERY_TOO_MANY_ROWS");
                case JoinKind.Inner or JoinKind.Cross or JoinKind.Left or JoinKind.Right or JoinKind.Full or JoinKind.Single:
                    rows.AddRange(matches.Select(r => (object?[])[.. l, .. r]));
                    if (matches.Count == 0 && kind is JoinKind.Left or JoinKind.Full or JoinKind.Single && matches.Count == 0)
                        rows.Add([.. l, .. new object?[rightWidth]]);
                    break;
            }
        }

        if (kind is JoinKind.Right or JoinKind.Full)
            rows.AddRange(all.Where(r => !matchedRight.Contains(r)).Select(r => (object?[])[.. new object?[leftWidth], .. r]));
        if (kind is JoinKind.RightSemi or JoinKind.RightAnti)
            rows.AddRange(all.Where(r => matchedRight.Contains(r) == (kind == JoinKind.RightSemi)));
        return rows;
    }
}
