using System.Numerics;
using Spindle.Optimizer.Rewriting;
using Spindle.Optimizer.Statistics;
using Spindle.Plans.Expressions;
using Spindle.Plans.Logical;

namespace Spindle.Optimizer.JoinOrder;

/// <summary>A tree of joins taken apart: its inputs, and the conditions that connect them. Sets of inputs are bit masks.</summary>
internal sealed class JoinGraph
{
    public const int MaxInputs = 60;

    private readonly Dictionary<ulong, double> rows = [];
    private readonly List<(ulong Pair, double Factor)> compoundKeys = [];

    public required IReadOnlyList<JoinInput> Inputs { get; init; }

    public required IReadOnlyList<JoinPredicate> Predicates { get; init; }

    public required IReadOnlyList<EqualityClass> Classes { get; init; }

    /// <summary>Conditions that may only be evaluated on rows that pass all others.</summary>
    public required IReadOnlyList<Expression> Last { get; init; }

    public ulong All => (1UL << Inputs.Count) - 1;

    public List<JoinEdge> Edges { get; } = [];

    /// <summary>Works out edges and compound keys once all parts are set.</summary>
    public JoinGraph Connect()
    {
        foreach (var group in Classes)
            for (var i = 0; i < Inputs.Count; i++)
                for (var j = i + 1; j < Inputs.Count; j++)
                    if ((group.Inputs & (1UL << i)) != 0 && (group.Inputs & (1UL << j)) != 0)
                        AddEdge(1UL << i, 1UL << j);
        foreach (var predicate in Predicates)
            if (Sides(predicate) is var (left, right))
                AddEdge(left, right);
        for (var i = 0; i < Inputs.Count; i++)
            if (Inputs[i].Attached is not null)
                AddEdge(Inputs[i].Needs, 1UL << i);
        FindCompoundKeys();
        ConnectComponents();
        return this;
    }

    /// <summary>Rows of the join of a set of inputs, whatever the order in which they were joined.</summary>
    public double Rows(ulong set)
    {
        if (rows.TryGetValue(set, out var known))
            return known;
        var count = 1.0;
        for (var rest = set; rest != 0; rest &= rest - 1)
        {
            var input = Inputs[BitOperations.TrailingZeroCount(rest)];
            count *= input.Attached is null ? Math.Max(1, input.Estimate.Rows) : input.Factor;
        }

        foreach (var group in Classes)
            count /= Denominator(group, set);
        foreach (var (pair, factor) in compoundKeys)
            if ((set & pair) == pair)
                count *= factor;
        foreach (var predicate in Predicates)
            if ((set & predicate.Inputs) == predicate.Inputs)
                count *= predicate.Selectivity;
        return rows[set] = Math.Max(1, count);
    }

    /// <summary>Whether some condition spans the two sets.</summary>
    public bool AreConnected(ulong left, ulong right)
    {
        foreach (var edge in Edges)
            if (((edge.Left & ~left) == 0 && (edge.Right & ~right) == 0) || ((edge.Left & ~right) == 0 && (edge.Right & ~left) == 0))
                return true;
        return false;
    }

    /// <summary>The attached input that a set of one is; null for any other set.</summary>
    public JoinInput? Attached(ulong set) => BitOperations.IsPow2(set) && Inputs[BitOperations.TrailingZeroCount(set)] is { Attached: not null } input ? input : null;

    private double Denominator(EqualityClass group, ulong set)
    {
        if (BitOperations.PopCount(group.Inputs & set) < 2)
            return 1;

        // n inputs agree in one of the values of the smallest domain: each but one keeps one row in as many as its domain has.
        double product = 1, smallest = double.MaxValue;
        for (var rest = group.Inputs & set; rest != 0; rest &= rest - 1)
        {
            var domain = Domain(group, BitOperations.TrailingZeroCount(rest));
            product *= domain;
            smallest = Math.Min(smallest, domain);
        }

        return product / smallest;
    }

    private double Domain(EqualityClass group, int input)
    {
        foreach (var (member, column) in group.Members)
            if (member == input)
                return Math.Max(1, Inputs[input].Estimate.Of(column.Id).Domain);
        return 1;
    }

    /// <summary>Two inputs that are equal in several columns: these often are one compound key, of far fewer values than their product.</summary>
    private void FindCompoundKeys()
    {
        for (var i = 0; i < Inputs.Count; i++)
        {
            for (var j = i + 1; j < Inputs.Count; j++)
            {
                var pair = (1UL << i) | (1UL << j);
                var keys = Classes.Where(c => (c.Inputs & pair) == pair).Select(c => (Column(c, i), Column(c, j))).ToList();
                if (keys.Count < 2)
                    continue;
                var independent = keys.Aggregate(1.0, (n, k) => n * Math.Max(1, Math.Max(k.Item1.Domain, k.Item2.Domain)));
                compoundKeys.Add((pair, independent / JoinEstimate.Denominator(keys)));
            }
        }

        ColumnEstimate Column(EqualityClass group, int input) => Inputs[input].Estimate.Of(group.Members.First(m => m.Input == input).Column.Id);
    }

    /// <summary>Inputs that no condition connects are joined last, by cross products of what is connected.</summary>
    private void ConnectComponents()
    {
        var components = new List<ulong>();
        for (var i = 0; i < Inputs.Count; i++)
            components.Add(1UL << i);
        bool merged;
        do
        {
            merged = false;
            foreach (var edge in Edges)
            {
                // An edge between sets is of use once each of them has been joined.
                var left = components.FindIndex(c => (edge.Left & ~c) == 0);
                var right = components.FindIndex(c => (edge.Right & ~c) == 0);
                if (left < 0 || right < 0 || left == right)
                    continue;
                components[left] |= components[right];
                components.RemoveAt(right);
                merged = true;
            }
        }
        while (merged);

        // Attached inputs that are left over have an edge of their own to what they need.
        components.RemoveAll(c => Attached(c) is not null);
        components.Sort((a, b) => Rows(a).CompareTo(Rows(b)));
        for (var i = 1; i < components.Count; i++)
        {
            AddEdge(components[0], components[i]);
            components[0] |= components[i];
        }
    }

    private void AddEdge(ulong left, ulong right)
    {
        if (left != 0 && right != 0 && !Edges.Contains(new JoinEdge(left, right)))
            Edges.Add(new JoinEdge(left, right));
    }

    private (ulong Left, ulong Right)? Sides(JoinPredicate predicate)
    {
        if (BitOperations.PopCount(predicate.Inputs) == 2)
            return (predicate.Inputs & (0 - predicate.Inputs), predicate.Inputs & (predicate.Inputs - 1));
        if (predicate.Condition is not Comparison { Operator: ComparisonOperator.Equal } equality)
            return null;
        var left = SetOf(equality.Left);
        var right = SetOf(equality.Right);
        return left != 0 && right != 0 && (left & right) == 0 ? (left, right) : null;
    }

    private ulong SetOf(Expression expression)
    {
        var set = 0UL;
        for (var i = 0; i < Inputs.Count; i++)
            if (ColumnSets.OutputOf(Inputs[i].Plan).Touches(expression))
                set |= 1UL << i;
        return set;
    }
}
