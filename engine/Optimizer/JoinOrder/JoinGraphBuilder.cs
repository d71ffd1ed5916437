using System.Numerics;
using Spindle.Optimizer.Rewriting;
using Spindle.Optimizer.Statistics;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.JoinOrder;

/// <summary>
/// Takes a tree of joins apart. Inner joins and the filters between them dissolve; semi, anti, mark, single and left joins dissolve on their left side, and their right side
/// becomes an input that is attached wherever the inputs that its condition reads are present. Any other plan is an input.
/// </summary>
internal sealed class JoinGraphBuilder(CardinalityEstimator estimator)
{
    private readonly List<JoinInput> inputs = [];
    private readonly List<HashSet<ColumnId>> columns = [];
    private readonly List<Expression> conditions = [];
    private readonly List<Expression> last = [];

    /// <summary>Null where the tree has too many inputs.</summary>
    public static JoinGraph? Build(LogicalPlan plan, CardinalityEstimator estimator, Func<LogicalPlan, LogicalPlan> rewriteInput)
    {
        var builder = new JoinGraphBuilder(estimator);
        builder.Take(plan, rewriteInput);
        return builder.inputs.Count > JoinGraph.MaxInputs ? null : builder.Finish();
    }

    public static bool IsReorderable(Join join) => !join.IsLateral && join.Kind is not (JoinKind.Right or JoinKind.Full);

    private void Take(LogicalPlan plan, Func<LogicalPlan, LogicalPlan> rewriteInput)
    {
        switch (plan)
        {
            case Join { Kind: JoinKind.Inner or JoinKind.Cross, IsLateral: false } join:
                Take(join.Left, join.LeftHint, rewriteInput);
                Take(join.Right, join.RightHint, rewriteInput);
                Sort(Predicates.Conjuncts(join.Condition));
                break;
            case Join join when IsReorderable(join):
                Take(join.Left, rewriteInput);
                Add(rewriteInput(join.Right), join);
                break;
            case Filter { Child: Join { IsLateral: false } join } filter when IsReorderable(join) && filter.Condition.IsDeterministic:
                Take(join, rewriteInput);
                Sort(Predicates.Conjuncts(filter.Condition));
                break;
            default:
                Add(rewriteInput(plan), null);
                break;
        }
    }

    // A side with a hint is joined as a whole.
    private void Take(LogicalPlan side, JoinStrategy hint, Func<LogicalPlan, LogicalPlan> rewriteInput)
    {
        if (hint == JoinStrategy.Any)
            Take(side, rewriteInput);
        else
            Add(rewriteInput(side), null, hint);
    }

    private void Sort(List<Expression> conjuncts)
    {
        foreach (var conjunct in conjuncts)
            (Predicates.IsMovable(conjunct) ? conditions : last).Add(conjunct);
    }

    private void Add(LogicalPlan plan, Join? attached, JoinStrategy hint = JoinStrategy.Any)
    {
        var input = new JoinInput(plan, estimator.Of(plan), attached, hint);
        if (attached is not null)
        {
            var present = (1UL << inputs.Count) - 1;
            var needs = attached.Condition is null ? 0 : SetOf(attached.Condition);
            input.Needs = needs == 0 ? present : needs;
            var left = Together(input.Needs);
            input.Factor = JoinEstimate.Of(attached, left, input.Estimate).Rows / Math.Max(1, left.Rows);
        }

        inputs.Add(input);
        var output = ColumnSets.OutputOf(plan);
        if (attached?.MarkColumn is { } mark)
            output = [mark.Id];
        columns.Add(output);
    }

    private JoinGraph Finish()
    {
        var members = new List<(int Input, ColumnReference Column)>();
        var parents = new List<int>();
        var predicates = new List<Expression>();
        foreach (var condition in conditions)
        {
            if (condition is Comparison { Operator: ComparisonOperator.Equal, Left: ColumnReference left, Right: ColumnReference right }
                && left.Type == right.Type && Plain(left) is { } a && Plain(right) is { } b && a != b)
                Unite(Member(a, left), Member(b, right));
            else
                (SetOf(condition) == 0 ? last : predicates).Add(condition);
        }

        var classes = Enumerable.Range(0, members.Count).GroupBy(Root).Select(g => new EqualityClass(g.Select(i => members[i]).ToList())).ToList();
        FilterWithin(classes);
        var everything = Together((1UL << inputs.Count) - 1);
        return new JoinGraph
        {
            Inputs = inputs,
            Classes = classes,
            Predicates = predicates.Select(p => new JoinPredicate(p, SetOf(p), Selectivity.Of(p, everything))).ToList(),
            Last = last,
        }.Connect();

        int Member(int input, ColumnReference column)
        {
            var index = members.FindIndex(m => m.Column.Id == column.Id);
            if (index >= 0)
                return index;
            members.Add((input, column));
            parents.Add(parents.Count);
            return members.Count - 1;
        }

        int Root(int member) => parents[member] == member ? member : parents[member] = Root(parents[member]);

        void Unite(int first, int second) => parents[Root(second)] = Root(first);
    }

    /// <summary>Two columns of one input in one class must be equal within that input.</summary>
    private void FilterWithin(List<EqualityClass> classes)
    {
        foreach (var group in classes.SelectMany(c => c.Members.GroupBy(m => m.Input)).Where(g => g.Count() > 1))
        {
            var first = group.First().Column;
            var equal = group.Skip(1).Select(Expression (m) => new Comparison(ComparisonOperator.Equal, first, m.Column));
            var filtered = new Filter(Predicates.And(equal)!, inputs[group.Key].Plan);
            inputs[group.Key] = inputs[group.Key] with { Plan = filtered, Estimate = estimator.Of(filtered) };
        }
    }

    /// <summary>The input that a column comes from, unless it is an attached one (whose columns may be null).</summary>
    private int? Plain(ColumnReference column)
    {
        var input = columns.FindIndex(c => c.Contains(column.Id));
        return input >= 0 && inputs[input].Attached is null ? input : null;
    }

    private ulong SetOf(Expression expression)
    {
        var set = 0UL;
        for (var i = 0; i < columns.Count; i++)
            if (columns[i].Touches(expression))
                set |= 1UL << i;
        return set;
    }

    /// <summary>The columns of several inputs in one estimate; its rows are those of the largest.</summary>
    private RelationEstimate Together(ulong set)
    {
        var all = new Dictionary<ColumnId, ColumnEstimate>();
        var rows = 1.0;
        for (; set != 0; set &= set - 1)
        {
            var input = inputs[BitOperations.TrailingZeroCount(set)];
            rows = Math.Max(rows, input.Estimate.Rows);
            foreach (var (id, column) in input.Estimate.Columns)
                all[id] = column;
        }

        return new RelationEstimate(rows, all);
    }
}
