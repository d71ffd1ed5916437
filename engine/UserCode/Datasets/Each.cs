using Spindle.UserCode.Capturing;

namespace Spindle.UserCode.Datasets;

/// <summary>Gives objects to a function that answers nothing; no rows are left of them.</summary>
public sealed class EachObject<T>(Action<T> function) : ITravels
{
    public IEnumerable<bool> Apply(IEnumerable<T> values)
    {
        foreach (var value in values)
            function(value);
        return [];
    }
}

/// <summary>Gives a partition's objects to a function that answers nothing; no rows are left of them.</summary>
public sealed class EachPartition<T>(Action<IEnumerable<T>> function) : ITravels
{
    public IEnumerable<bool> Apply(IEnumerable<T> values)
    {
        function(values);
        return [];
    }
}
